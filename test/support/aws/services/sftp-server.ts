// A server of the vendor from which files are fetched, as the settings of a stage name it.
export const sftpServer = {
  id: 'vendor',
  url: 'sftp://files.vendor.example',
  hostKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBKBJU6aJqLJm9gB8lU7pXxTnYw6Jv0g7sSVcWB5dUqx'],
  as: 'export',
  files: ['/out/users.csv'],
  schedule: 'cron(0 5 ? * MON *)',
};
