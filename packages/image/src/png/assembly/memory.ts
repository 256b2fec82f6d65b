/** The first address that nothing of the compiler's stands at, divisible by 16. */
export const free: usize = (__heap_base + 15) & ~15

/** Sees to it that the memory reaches to an address. */
export function reserve(end: usize): void {
  const pages = <i32>((end + 0xffff) >> 16) - memory.size()
  if (pages > 0 && memory.grow(pages) < 0) unreachable()
}
