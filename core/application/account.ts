// What an account can be told by: the fields that a column may feed, and the three statuses.

/** Fields of an account that a column of the export can feed. */
export const exportFields = [
  'email',
  'name',
  'firstName',
  'lastName',
  'status',
  'role',
  'lastLogin',
  'createdAt',
  'suspendedAt',
  'team',
  'manager',
  'license',
  'employeeId',
  'userType',
] as const;

export type ExportField = (typeof exportFields)[number];

export const accountStatuses = ['active', 'pending', 'suspended'] as const;

export type AccountStatus = (typeof accountStatuses)[number];
