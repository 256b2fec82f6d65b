/** Gives back what it is given. */
export default function echo(value: unknown): unknown {
  return value
}
