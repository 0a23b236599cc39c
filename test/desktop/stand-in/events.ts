import { EventEmitter } from 'node:events'

/** Emits events that a listener may prevent. */
export class Hearer extends EventEmitter {
  /** @returns whether no listener prevented it. */
  allows(name: string, fields: object = {}, ...args: unknown[]): boolean {
    let prevented = false
    const event = {
      ...fields,
      preventDefault: () => {
        prevented = true
      },
      get defaultPrevented() {
        return prevented
      }
    }
    this.emit(name, event, ...args)
    return !prevented
  }
}

/** A part of Electron that does nothing here; specs replace its methods through `app.evaluate`. */
export function silent<M extends object>(methods: M): EventEmitter & M {
  return Object.assign(new EventEmitter(), methods)
}

export function nothing(..._args: unknown[]): void {}
