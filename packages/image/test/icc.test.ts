/** Our conversion of profiles against Little CMS (through sharp), which is the common reference. */
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { psnr } from '@reverie/image'
import { readImage } from '@reverie/image/node'
import { isSrgb, readProfile, type Profile } from '../src/icc.ts'
import { srgbProfile } from '../src/srgb-profile.ts'
import { fixtures, rgb } from './fixtures.ts'
import { embedProfile, profiles } from './profiles.ts'

const plainPng = async () => new Uint8Array(await rgb().png().toBuffer())
const withProfile = async (icc: Uint8Array) => embedProfile(await plainPng(), icc)

describe.each(['adobe', 'proPhoto', 'gamma18', 'swapped'] as const)('%s', (name) => {
  test('is converted as Little CMS does', async () => {
    const bytes = await withProfile(profiles[name])
    const ours = (await readImage(bytes)).raster
    const theirs = await sharp(bytes).toColourspace('srgb').raw().toBuffer()
    expect(psnr(ours, { ...ours, data: new Uint8Array(theirs) })).toBeGreaterThan(50)
    const plain = (await readImage(await plainPng())).raster
    expect(psnr(ours, plain)).toBeLessThan(40)
  })
})

test('Display P3 agrees with Little CMS', async () => {
  const { bytes } = (await fixtures())['display-p3.png']!
  const ours = await readImage(bytes)
  expect(ours.profile).toBe('sP3C')
  const theirs = await sharp(bytes).toColourspace('srgb').raw().toBuffer()
  expect(psnr(ours.raster, { ...ours.raster, data: new Uint8Array(theirs) })).toBeGreaterThan(55)
})

test('16 bits are converted at 16 bits', async () => {
  const ramp = Uint16Array.from({ length: 3 * 4096 }, (_, at) => Math.floor(at / 3) * 16)
  const bytes = embedProfile(
    new Uint8Array(
      await sharp(ramp, { raw: { width: 64, height: 64, channels: 3 } })
        .toColourspace('rgb16')
        .png()
        .toBuffer(),
    ),
    profiles.adobe,
  )
  const { raster } = await readImage(bytes, { depth: 16 })
  expect(new Set(raster.data).size).toBeGreaterThan(3000)
})

test('the profile that is written is sRGB, for us and for Little CMS', async () => {
  const profile = readProfile(srgbProfile()) as Profile
  expect(profile).toMatchObject({ description: 'sRGB', kind: 'matrix', space: 'RGB ' })
  expect(isSrgb(profile)).toBe(true)
  const bytes = await withProfile(srgbProfile())
  const theirs = await sharp(bytes).toColourspace('srgb').raw().toBuffer()
  const ours = (await readImage(bytes)).raster
  expect(psnr(ours, { ...ours, data: new Uint8Array(theirs) })).toBeGreaterThan(55)
})

test('a profile of tables goes to Little CMS', async () => {
  const bytes = await withProfile(profiles.table)
  const { raster, profile } = await readImage(bytes)
  expect(profile).toBe('table')
  const theirs = await sharp(bytes).toColourspace('srgb').raw().toBuffer()
  expect(Buffer.from(raster.data as Uint8Array)).toEqual(theirs)
})

test('damaged profiles are left out', async () => {
  const plain = (await readImage(await plainPng())).raster
  for (const damaged of [new Uint8Array(200), profiles.adobe.subarray(0, 180)])
    expect(psnr((await readImage(embedProfile(await plainPng(), damaged))).raster, plain)).toBe(Infinity)
})
