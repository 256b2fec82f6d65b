/** What is in the way of those who do not see, or see little. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe finds wrong with a page, a line each. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  // Colours in mid-transition are nobody's.
  await page.waitForTimeout(300)
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> }
    }
    const found = (await axe.run()).violations
    return found.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 140)} ${node.failureSummary}`),
    )
  })
}
