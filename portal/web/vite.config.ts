// How the pages are built: one folder of static files that runs under a strict policy, without inline script or style.
import { createHash } from 'node:crypto';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

/** A font within a style sheet: its type, and its bytes in Base64. */
const embedded = /url\((['"]?)data:font\/woff2;(?:charset=[\w-]+;)?base64,([A-Za-z0-9+/=]+)\1\)/g;

/**
 * Puts the fonts that Cloudscape embeds into files: then only those that a page uses are loaded, and the policy needs
 * no `data:`.
 */
function fontsBeside(): Plugin {
  return {
    name: 'fonts-beside',
    generateBundle(_, bundle) {
      for (const sheet of Object.values(bundle)) {
        if (sheet.type !== 'asset' || !sheet.fileName.endsWith('.css')) continue;
        const text = typeof sheet.source === 'string' ? sheet.source : new TextDecoder().decode(sheet.source);
        sheet.source = text.replaceAll(embedded, (_url, _quote, base64: string) => {
          const source = Buffer.from(base64, 'base64');
          const fileName = `assets/${createHash('sha256').update(source).digest('hex').slice(0, 12)}.woff2`;
          this.emitFile({ type: 'asset', fileName, source });
          return `url(/${fileName})`;
        });
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), fontsBeside()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
  },
});
