import { readFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { catalogs } from './build/catalogs.ts'
import { compiledOnce } from './build/compiled-once.ts'
import { firstLoad } from './build/first-load.ts'
import { eastFonts } from './build/fonts.ts'
import { mathsFonts } from './build/maths-fonts.ts'
import { chunkName, offline } from './build/offline.ts'

const first = firstLoad()

// Everything is bundled: what users install carries no node_modules.
export default defineConfig({
  main: {
    plugins: [practiceTrees()],
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'src/main/index.ts', 'hub-process': 'src/main/hub-process.ts' },
        output: { format: 'es' }
      }
    }
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      // A sandboxed preload is one file of CommonJS.
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' }
      }
    }
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react(), catalogs(), eastFonts(), mathsFonts(), first.plugin, compiledOnce(), offline()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      // Under the content security policy a `data:` font or image would not load.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: 'src/renderer/index.html',
        output: { chunkFileNames: chunkName, codeSplitting: { groups: first.groups } }
      }
    }
  }
})

/** The practice project's trees lie beside the program that reads them. */
function practiceTrees(): Plugin {
  return {
    name: 'practice-trees',
    generateBundle() {
      const fileName = 'practice.trees.jsonl'
      this.emitFile({ type: 'asset', fileName, source: readFileSync(`src/hub/practice/${fileName}`) })
    }
  }
}
