import { expect, test } from 'vitest'
import { violations } from './access.ts'
import { collection, phone, siteFor, type MapWindow } from './site.ts'

const open = siteFor()

for (const colorScheme of ['dark', 'light'] as const) {
  for (const [name, device] of Object.entries({ desk: {}, phone })) {
    test(`axe finds nothing wrong on a ${name} in a ${colorScheme} room`, async () => {
      const page = await open({ ...device, colorScheme })
      expect(await violations(page)).toEqual([])
      await page.getByRole('button', { name: 'Filter' }).click()
      await page.getByRole('group', { name: 'Tags' }).getByRole('button', { name: 'Not red' }).click()
      expect(await violations(page)).toEqual([])
      await page.getByRole('button', { name: 'Filter' }).click()
      const id = (await collection.pieces())[9]!.id
      await page.evaluate((piece) => (window as unknown as MapWindow).reverieMap.select(piece, true), id)
      await page.getByRole('heading', { name: 'Like this' }).waitFor()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'List' }).click()
      expect(await violations(page)).toEqual([])
    })
  }
}
