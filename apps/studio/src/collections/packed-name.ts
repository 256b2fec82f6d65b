/** The archive that was packed last, in OPFS. */
export const packedName = 'archive.zip'
