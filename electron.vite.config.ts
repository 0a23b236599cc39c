import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

// Everything is bundled: what users install carries no node_modules.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      rolldownOptions: { input: { index: 'src/main/index.ts' }, output: { format: 'es' } }
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
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      // Under the content security policy a `data:` font or image would not load.
      assetsInlineLimit: 0,
      rolldownOptions: { input: 'src/renderer/index.html' }
    }
  }
})
