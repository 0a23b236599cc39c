import { defineConfig } from 'electron-vite'

export default defineConfig({
  main: { build: { outDir: 'out/main', lib: { entry: 'src/main/index.ts' } } },
  preload: { build: { outDir: 'out/preload', lib: { entry: 'src/preload/index.ts' } } },
  renderer: {
    root: 'src/renderer',
    build: { outDir: 'out/renderer', rollupOptions: { input: 'src/renderer/index.html' } }
  }
})
