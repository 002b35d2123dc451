import { createHmac } from 'node:crypto';
import { signedIdText } from '../../server/mall/shoppers/rules.ts';

export const seconds = (): number => Math.floor(Date.now() / 1000);

export const b64 = (value: string | Buffer | object): string =>
  (typeof value === 'string' || Buffer.isBuffer(value)
    ? Buffer.from(value as string)
    : Buffer.from(JSON.stringify(value))
  ).toString('base64url');

/** Signs with a shared secret. */
export const hs =
  (secret: string, algorithm = 'sha256') =>
  (input: string) =>
    createHmac(algorithm, secret).update(input).digest();

/** A token put together by hand: header and payload may be any text. */
export function forge(
  header: object | string,
  payload: object | string,
  signer: ((input: string) => Buffer) | string,
): string {
  const input = `${b64(header)}.${b64(payload)}`;
  return `${input}.${typeof signer === 'string' ? signer : signer(input).toString('base64url')}`;
}

/** A signed id of rung 2, as a mall's template makes it. */
export function signedId(mallId: string, secret: string, id: string, at = seconds()): string {
  const mac = createHmac('sha256', secret)
    .update(signedIdText(mallId, id, at))
    .digest('hex');
  return `v1.${b64(id)}.${at}.${mac}`;
}
