import { type Told, UnderstoryError } from '../../core/error.ts'

type Why = 'hub-unmet' | 'no-bundle' | 'newer-bundle' | 'bundle-for-hubs' | 'other-bundle' | 'sealed-bundle'

/** A bundle was not made, or not used; nothing was changed. */
export class BundleRefused extends UnderstoryError {
  override name = 'BundleRefused' as const
  readonly code = 'B4'
  readonly why: Why
  constructor(why: Why, options?: ErrorOptions) {
    super(why, options)
    this.why = why
  }
  get told(): Told {
    return { work: ['nothing-changed'], cause: [this.why], action: [`after-${this.why}`] }
  }
}
