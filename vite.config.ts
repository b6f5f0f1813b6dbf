import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The pages: the terminal's panels, a detached panel, and the approve view that neither can script. */
export default defineConfig({
  root: path('renderer'),
  base: './',
  cacheDir: path('.syndicate/vite'),
  plugins: [react(), tailwindcss()],
  build: {
    outDir: path('out/renderer'),
    emptyOutDir: true,
    sourcemap: true,
    target: 'chrome148',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        panels: path('renderer/index.html'),
        detached: path('renderer/detached/index.html'),
        approve: path('renderer/approve/index.html'),
      },
    },
  },
});
