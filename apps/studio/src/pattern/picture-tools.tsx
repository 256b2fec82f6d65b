/** The loop's play and pause, and the whole screen, beside the buttons that zoom. */
import { Fullscreen, Pause, Play } from 'lucide-react'
import { IconButton } from '../parts/icon-button.tsx'
import { problem } from '../state/room.ts'
import { playOrPause, usePicture } from './live.ts'

/** Turns to the whole screen, and back. */
export function toggleFullScreen(): void {
  const stage = document.querySelector('.stage')
  const turned = document.fullscreenElement ? document.exitFullscreen() : stage?.requestFullscreen()
  turned?.catch((error: unknown) => problem('stage', error))
}

/** The buttons; the whole screen where the browser can turn to it (phones cannot). */
export function PictureTools() {
  const isPlaying = usePicture((picture) => picture.isPlaying)
  return (
    <>
      <IconButton
        name={isPlaying ? 'Pause the loop' : 'Play the loop'}
        keys="P"
        icon={isPlaying ? Pause : Play}
        pressed={isPlaying}
        onPress={playOrPause}
      />
      {document.fullscreenEnabled && (
        <IconButton name="Full screen" keys="⇧ F" icon={Fullscreen} onPress={toggleFullScreen} />
      )}
    </>
  )
}
