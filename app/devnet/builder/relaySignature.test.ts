import { getBytes, keccak256, toUtf8Bytes, Wallet } from 'ethers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { relaySigner } from './relaySignature.ts';

const wallet = new Wallet(`0x${'11'.repeat(32)}`);
const body = toUtf8Bytes('{"jsonrpc":"2.0","id":1,"method":"eth_sendBundle","params":[]}');
const signed = async (bytes: Uint8Array): Promise<string> =>
  `${wallet.address}:${await wallet.signMessage(keccak256(bytes))}`;

it('knows who signed the hash of the body, written in hex', async () => {
  expect(relaySigner(await signed(body), body)).toBe(wallet.address.toLowerCase());
});

it('refuses a signature of the hash itself: its hex text is what is signed', async () => {
  const ofBytes = `${wallet.address}:${await wallet.signMessage(getBytes(keccak256(body)))}`;
  expect(() => relaySigner(ofBytes, body)).toThrow('is not of its address');
});

it('refuses another body, another address, none at all and whatever else', async () => {
  const header = await signed(body);
  expect(() => relaySigner(header, toUtf8Bytes('{}'))).toThrow('is not of its address');
  expect(() => relaySigner(header.replace(/^0x./, '0x0'), body)).toThrow('is not of its address');
  expect(() => relaySigner(undefined, body)).toThrow('is missing');
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => relaySigner(text, body)).toThrow('is not address:signature');
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 65, maxLength: 65 }), (bytes) => {
      const forged = `${wallet.address}:0x${Buffer.from(bytes).toString('hex')}`;
      expect(() => relaySigner(forged, body)).toThrow('is not of its address');
    }),
  );
});
