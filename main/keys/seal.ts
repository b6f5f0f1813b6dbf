/** Encrypts a secret so that only this user, or whoever knows the passphrase, can have it back. */
export interface Seal {
  readonly kind: 'keyring' | 'passphrase';
  /** Base64 text of the sealed secret. */
  seal(secret: string): Promise<string>;
  /** @throws ExpectedError KEY_NOT_OPENED */
  open(sealed: string): Promise<string>;
}
