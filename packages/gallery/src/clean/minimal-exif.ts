/** The least EXIF data that say which way up a picture is: a TIFF directory of one field. */

/** @param orientation 2…8 */
export function minimalExif(orientation: number): Uint8Array {
  const bytes = Buffer.alloc(26)
  bytes.write('MM\0*', 'latin1')
  bytes.writeUInt32BE(8, 4)
  bytes.writeUInt16BE(1, 8)
  bytes.writeUInt16BE(0x0112, 10) // Orientation
  bytes.writeUInt16BE(3, 12) // a SHORT
  bytes.writeUInt32BE(1, 14)
  bytes.writeUInt16BE(orientation, 18)
  return new Uint8Array(bytes)
}
