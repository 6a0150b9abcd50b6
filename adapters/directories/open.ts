// From configuration and credentials to a directory that can be read and examined: one line a product.
import { entraAccess } from '../../core/config/directories/entra.ts';
import { oktaAccess } from '../../core/config/directories/okta.ts';
import type { DirectoryConfig, DirectoryCredentials } from '../../core/config/directories/products.ts';
import { areFor } from '../../core/config/directories/settings.ts';
import { refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { openEntra } from './entra/open.ts';
import { openOkta } from './okta/open.ts';
import type { OpenDirectory, Opening } from './reading/opening.ts';

/**
 * Prepares a directory; nothing is sent yet, and files are read here, once.
 *
 * @returns a refusal naming the variable when its file cannot be read or holds no key, or when the credentials do not
 * fit the kind of directory
 * @example const opened = await openDirectory({ config, credentials, around }); // then opened.value.pull()
 */
export async function openDirectory(
  opening: Opening<DirectoryConfig, DirectoryCredentials>,
): Promise<Result<OpenDirectory>> {
  const { config, credentials } = opening;
  switch (config.kind) {
    case 'entra':
      return areFor(entraAccess, credentials) ? openEntra({ ...opening, config, credentials }) : unfit(config);
    case 'okta':
      return areFor(oktaAccess, credentials) ? openOkta({ ...opening, config, credentials }) : unfit(config);
    default:
      return config satisfies never;
  }
}

function unfit(config: DirectoryConfig): Result<never> {
  return refused({
    what: 'credentials of another kind of directory',
    where: `environment, directory "${config.id}"`,
    found: 'credentials that do not fit',
    expected: `credentials for ${config.kind}`,
  });
}
