/** A resolve hook: packages of the workspace offer their sources under this condition. */
export function resolve(specifier, context, next) {
  return next(specifier, { ...context, conditions: ['reverie-source', ...context.conditions] })
}
