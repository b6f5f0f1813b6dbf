import { z } from 'zod';

/** zod's compiled parsers need `new Function`, which the page's Content-Security-Policy refuses. Import before any schema. */
z.config({ jitless: true });
