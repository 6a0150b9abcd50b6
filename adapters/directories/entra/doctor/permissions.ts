// How the permissions of Graph are called where one is missing, and how an administrator grants them.

/** How an administrator grants an application permission of Graph. */
export function grant(permission: string): string {
  return (
    `In the Entra admin center, App registrations, the app of this review, API permissions: add Microsoft Graph, ` +
    `application permission ${permission}, then grant admin consent.`
  );
}

export function groupPermission(which: string): string {
  return `permission GroupMember.Read.All (${which})`;
}
