/** Settings of this browser: where networks run, the room's shade, what is kept, credits. */
import { useEffect, useState } from 'react'
import { kept } from '../files/store.ts'
import { samples } from '../files/sample.ts'
import { keys } from '../state/keyboard.ts'
import { useModels } from '../state/models.ts'
import { set, useSettings, type ProviderChoice, type Settings } from '../state/settings.ts'

const providers: Readonly<Record<ProviderChoice, readonly [string, string]>> = {
  auto: ['Automatic', 'WebGPU where this device has it, else WebAssembly.'],
  webgpu: ['WebGPU', 'The graphics processor: fastest; last digits differ from device to device.'],
  wasm: ['WebAssembly', 'The processor, all of its cores.'],
  reproducible: ['Reproducible', 'The processor, one core: slowest, and the same pixels each time.'],
}

const themes: Readonly<Record<Settings['theme'], string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
}

/** The page. */
export default function SettingsPage() {
  const { provider, theme } = useSettings()
  const models = useModels((state) => state.models)
  const [bytes, setBytes] = useState<number>()
  useEffect(() => void kept().then(setBytes), [])
  return (
    <main className="settings">
      <div className="settings-text">
        <h2 className="title">Settings</h2>
        <fieldset>
          <legend>Networks run on</legend>
          {Object.entries(providers).map(([value, [title, text]]) => (
            <label key={value} className="option">
              <input
                type="radio"
                name="provider"
                checked={provider === value}
                onChange={() => set({ provider: value as ProviderChoice })}
              />
              <span>
                {title}
                <small>{text}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend>Room</legend>
          {Object.entries(themes).map(([value, title]) => (
            <label key={value} className="option">
              <input
                type="radio"
                name="theme"
                checked={theme === value}
                onChange={() => set({ theme: value as Settings['theme'] })}
              />
              <span>{title}</span>
            </label>
          ))}
        </fieldset>
        <section>
          <h3>Kept in this browser</h3>
          <p>
            Works, their pictures and networks stay on this device; nothing is sent anywhere.
            {bytes !== undefined && ` ${(bytes / 1e6).toFixed(0)} MB are in use.`}
          </p>
        </section>
        <section>
          <h3>Networks</h3>
          <dl>
            {models.map((model) => (
              <div key={model.id}>
                <dt>
                  {model.title}{' '}
                  <span className="figure">
                    {(model.bytes / 1e6).toFixed(1)} MB · {model.license}
                  </span>
                </dt>
                <dd>{model.description}</dd>
              </div>
            ))}
          </dl>
        </section>
        {Object.entries(keys).map(([where, list]) => (
          <section key={where}>
            <h3>Keys: {where}</h3>
            <dl className="keys">
              {list.map(([key, text]) => (
                <div key={key}>
                  <dt>{key}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>Sample pictures</h3>
          <dl className="keys">
            {samples.map((sample) => (
              <div key={sample.sha256}>
                <dt>{sample.title}</dt>
                <dd>{sample.credit}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </main>
  )
}
