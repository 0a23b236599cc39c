// dependency-cruiser reads TypeScript through swc; without it, .ts files would be passed over in silence.
import '@swc/core'

/**
 * Which part may import what: one row per folder of src/.
 * `ours`: the parts of ours it may import besides itself.
 * `node`: may it use Node's built-ins? 'engines' = only in files named node.ts or sqlite.ts; types anywhere.
 * `packages`: the only npm packages it may import; without it, every dependency of package.json.
 */
const PARTS = {
  core: { ours: [], node: 'never', packages: ['cborg', '@noble/hashes', 'valibot'] },
  sync: { ours: ['core'], node: 'engines' },
  simulation: { ours: ['core'], node: 'never', packages: ['valibot'] },
  hub: { ours: ['core', 'sync'], node: 'anywhere' },
  client: { ours: ['core', 'sync'], node: 'engines' },
  renderer: { ours: ['core', 'client'], types: ['main'], node: 'never' },
  main: { ours: ['core', 'sync', 'client', 'hub'], node: 'anywhere' },
  preload: { ours: [], types: ['core', 'client', 'main'], node: 'never' },
  cli: { ours: ['core', 'simulation', 'sync', 'hub', 'client'], node: 'anywhere' }
}

/** Test code under src/ keeps the rules between parts, but may use test libraries and Node. */
const TESTS = '(\\.test\\.tsx?|/conformance\\.ts)$'
const ENGINES = '/(node|sqlite)\\.ts$'
/** Packages that only work under Node. */
const NODE_PACKAGES = ['ws']
/** Folders that collect whatever has no place. */
const DRAWERS = '/(utils?|common|lib|helpers?|misc|shared)(/|\\.tsx?$)'

const anyOf = (names) => `(${names.join('|')})`
const parts = Object.keys(PARTS)
const covered = `^src/${anyOf(parts)}/`

/** `path` breaks a rule wherever the file stands: importing, imported, or alone. */
function nowhere(name, comment, where) {
  return [
    { name, comment, severity: 'error', from: where, to: {} },
    { name, comment, severity: 'error', from: {}, to: where },
    { name, comment, severity: 'error', from: { ...where, orphan: true }, to: {} }
  ]
}

function rulesOf(part) {
  const { ours, types = [], node, packages } = PARTS[part]
  const folder = `^src/${part}/`
  const listed = [part, ...ours].map((name) => `src/${name}`).join(', ')
  const typesListed = types.length > 0 ? `; types only: ${types.map((name) => `src/${name}`).join(', ')}` : ''
  const rules = [
    {
      name: `${part}-imports`,
      comment: `src/${part} may import of ours: ${listed}${typesListed}.`,
      severity: 'error',
      from: { path: folder },
      to: { path: '^(src|test|bench|build)/', pathNot: `^src/${anyOf([part, ...ours, ...types])}/` }
    }
  ]
  if (types.length > 0) {
    rules.push({
      name: `${part}-imports-types`,
      comment: `src/${part} may import only types from ${types.map((name) => `src/${name}`).join(', ')} (import type).`,
      severity: 'error',
      from: { path: folder },
      to: { path: `^src/${anyOf(types)}/`, dependencyTypesNot: ['type-only'] }
    })
  }
  if (node !== 'anywhere') {
    rules.push({
      name: `${part}-node`,
      comment:
        node === 'engines'
          ? `src/${part} may use Node's built-ins only in files named node.ts or sqlite.ts; it also runs in a browser.`
          : `src/${part} may use none of Node's built-ins.`,
      severity: 'error',
      from: { path: folder, pathNot: node === 'engines' ? [TESTS, ENGINES] : TESTS },
      to: { dependencyTypes: ['core'], ...(node === 'engines' && { dependencyTypesNot: ['type-only'] }) }
    })
    rules.push({
      name: `${part}-browser`,
      comment: `src/${part} also runs in a browser: ${NODE_PACKAGES.join(', ')} only in files named node.ts or sqlite.ts.`,
      severity: 'error',
      from: { path: folder, pathNot: [TESTS, ENGINES] },
      to: { path: `^node_modules/(@types/)?${anyOf(NODE_PACKAGES)}/` }
    })
  }
  if (packages !== undefined) {
    rules.push({
      name: `${part}-packages`,
      comment: `src/${part} may import only these npm packages, which are pure: ${packages.join(', ')}.`,
      severity: 'error',
      from: { path: folder, pathNot: TESTS },
      to: { path: '^node_modules/', pathNot: `^node_modules/${anyOf(packages)}/` }
    })
  }
  return rules
}

export default {
  forbidden: [
    ...parts.flatMap(rulesOf),
    ...nowhere('covered', `A source file lies in one of: ${parts.map((name) => `src/${name}/`).join(', ')}.`, {
      path: '^src/',
      pathNot: covered
    }),
    ...nowhere('no-drawers', 'No utils, common, lib, helpers, misc or shared: a thing lives where its concept lives.', {
      path: `^src/.*${DRAWERS}`
    }),
    {
      name: 'no-circular',
      comment: 'No circular imports: move what both need to where its concept lives, or pass it as an argument.',
      severity: 'error',
      from: {},
      to: { circular: true }
    },
    {
      name: 'resolvable',
      comment: 'The import leads nowhere: a relative import ends in .ts, a package stands in package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true }
    },
    {
      name: 'listed-package',
      comment: 'The package is not in package.json; name every package that is imported.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }
    },
    {
      name: 'shipped-package',
      comment:
        'What runs without a build (core, simulation, sync, hub, client, cli) imports only "dependencies", no "devDependencies".',
      severity: 'error',
      from: { path: `^src/${anyOf(['core', 'simulation', 'sync', 'hub', 'client', 'cli'])}/`, pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' }
    }
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js']
    }
  }
}
