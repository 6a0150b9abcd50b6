// Stands in for the chain by which a client of AWS looks for credentials in files, at other services and on other machines:
// Lambda gives each function its own in the environment.
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The clients call it by this name. */
export function defaultProvider(): () => Promise<Credentials> {
  return async () => {
    const {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: token,
    } = process.env;
    if (accessKeyId === undefined || secretAccessKey === undefined)
      throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; Lambda sets both');
    return { accessKeyId, secretAccessKey, ...(token === undefined ? {} : { sessionToken: token }) };
  };
}
