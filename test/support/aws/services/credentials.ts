// The credentials that the stand-ins on this machine know; they open nothing else.
export const standInCredentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'stand-in-secret' } as const;
