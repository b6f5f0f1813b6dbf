import { serveRequests } from '../../app/contract/requests.ts';
import { signerControlRequests, signingRequests } from '../../app/contract/signer.ts';
import { parentPort } from '../process/parentPort.ts';
import { createSigner } from './signer.ts';

// The signer process: keys in memory, no network, no disk but its spend log. Main speaks on `signer-control` and passes
// the engine's requests on as `signing`.
const port = parentPort();
const signer = createSigner(() => Date.now());
serveRequests(port, 'signer-control', signerControlRequests, signer.control);
serveRequests(port, 'signing', signingRequests, signer.signing);
