// KMS on this machine: RSA keys for signing that it never gives away.
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import * as z from 'zod/mini';
import { signDigest } from '../../../../adapters/signing/local-key.ts';
import { json, startService } from './json-service.ts';
import type { ServiceStandIn } from './json-service.ts';

const signSchema = z.object({
  KeyId: z.string(),
  Message: z.string(),
  MessageType: z.literal('DIGEST'),
  SigningAlgorithm: z.literal('RSASSA_PKCS1_V1_5_SHA_256'),
});

export interface KmsStandIn extends ServiceStandIn {
  /** Makes a key of 3072 bits under this id. */
  createKey(id: string): void;
  /** Takes in a key that was made elsewhere. */
  importKey(id: string, privateKey: KeyObject): void;
  /** The key signs something else than it is asked to. */
  garble(id: string): void;
  /** How often each key signed. */
  readonly signatures: ReadonlyMap<string, number>;
}

export async function startKmsStandIn(): Promise<KmsStandIn> {
  const keys = new Map<string, { readonly privateKey: KeyObject; readonly publicKey: KeyObject }>();
  const signatures = new Map<string, number>();
  const garbled = new Set<string>();
  const service = await startService(({ target, body }) => {
    const asked: unknown = JSON.parse(body.toString());
    const { KeyId: id } = z.parse(z.object({ KeyId: z.string() }), asked);
    const key = keys.get(id);
    if (key === undefined) return json({ __type: 'NotFoundException', message: `no key ${id}` }, 400);
    if (target === 'TrentService.GetPublicKey') {
      const der = key.publicKey.export({ type: 'spki', format: 'der' });
      return json({ KeyId: id, PublicKey: der.toString('base64') });
    }
    if (target !== 'TrentService.Sign') return json({ __type: 'NotImplemented', message: target }, 501);
    const { Message } = z.parse(signSchema, asked);
    signatures.set(id, (signatures.get(id) ?? 0) + 1);
    const digest = garbled.has(id) ? Buffer.alloc(32) : Buffer.from(Message, 'base64');
    const signature = signDigest(key.privateKey, digest);
    return json({ KeyId: id, Signature: Buffer.from(signature).toString('base64') });
  });
  return {
    ...service,
    signatures,
    garble: (id) => void garbled.add(id),
    importKey: (id, privateKey) => void keys.set(id, { privateKey, publicKey: createPublicKey(privateKey) }),
    createKey: (id) => void keys.set(id, generateKeyPairSync('rsa', { modulusLength: 3072 })),
  };
}
