/** Elements of the page, made in one call. */
import { createElement, type IconNode } from 'lucide'

type Child = Node | string | undefined | false

interface Props {
  readonly class?: string
  readonly text?: string
  /** Called when it is pressed. */
  readonly onPress?: (event: MouseEvent) => void
  /** Any other attribute; undefined and false leave it out. */
  readonly [attribute: string]: string | number | boolean | undefined | ((event: MouseEvent) => void)
}

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** An element with attributes and children. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { class: className, text, onPress, ...attributes }: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  if (className !== undefined) element.className = className
  if (text !== undefined) element.textContent = text
  if (onPress !== undefined) element.addEventListener('click', (event) => onPress(event as MouseEvent))
  for (const [name, value] of Object.entries(attributes as Attributes))
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value))
  element.append(...children.filter((child) => child !== undefined && child !== false))
  return element
}

/** An icon of the set, in strokes of 1.5 pixels. */
export const icon = (node: IconNode, size = 18): SVGElement =>
  createElement(node, { width: size, height: size, 'stroke-width': 1.5, 'aria-hidden': 'true' })

/** A button that is an icon; its name, and its key, show on hover and focus. */
export function iconButton(
  node: IconNode,
  name: string,
  onPress: () => void,
  { key, side = 'left', ...attributes }: { readonly key?: string; readonly side?: string } & Props = {},
): HTMLButtonElement {
  const tip = key === undefined ? name : `${name}  ${key}`
  return make(
    'button',
    {
      type: 'button',
      class: 'map-icon',
      'aria-label': name,
      'data-tip': tip,
      'data-side': side,
      onPress,
      ...attributes,
    },
    icon(node) as unknown as Node,
  )
}
