/** Blobs as addresses for `<img>`. */
import { useEffect, useMemo } from 'react'

/** The address of a blob while the component stands; undefined without one. */
export function useObjectUrl(blob: Blob | undefined): string | undefined {
  const url = useMemo(() => blob && URL.createObjectURL(blob), [blob])
  useEffect(
    () => () => {
      if (url) URL.revokeObjectURL(url)
    },
    [url],
  )
  return url
}
