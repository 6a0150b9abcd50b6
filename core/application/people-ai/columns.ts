// The headers and status words of exports of People.ai, and of comparable ones, by what they mean.
import type { AccountStatus, ExportField } from '../account.ts';

/** Contract, section 3. */
export const defaultWords: Record<AccountStatus, readonly string[]> = {
  active: ['active', 'enabled', 'true', 'yes'],
  pending: ['pending', 'invited', 'invitation sent'],
  suspended: ['suspended', 'inactive', 'disabled', 'deactivated', 'deleted', 'false', 'no'],
};

/** Source: the column names in the help pages and in comparable exports. The first name that is found wins. */
export const headers: Record<ExportField, readonly string[]> = {
  email: ['Email', 'Email Address', 'User Email', 'Work Email', 'Login', 'Username'],
  name: ['Full Name', 'Name', 'Display Name'],
  firstName: ['First Name', 'Given Name'],
  lastName: ['Last Name', 'Family Name', 'Surname'],
  status: ['Status', 'User Status', 'Account Status', 'State', 'Active', 'Is Active'],
  role: ['Role', 'Roles', 'User Role', 'Assigned Role', 'Permission Level', 'Permission Profile', 'Profile'],
  lastLogin: [
    'Last Login',
    'Last Login Date',
    'Last Login (UTC)',
    'Last Login Date (UTC)',
    'Last Login At',
    'Last Sign In',
  ],
  createdAt: ['Created At', 'Created', 'Created Date', 'Activation Date (UTC)', 'Activation Date', 'Activated At'],
  suspendedAt: ['Suspended At', 'Suspension Date', 'Deactivation Date (UTC)', 'Deactivation Date', 'Deactivated At'],
  team: ['Team', 'Teams', 'Team Name', 'Assigned Teams'],
  manager: ['Manager Email', 'Manager', 'Manager Name'],
  license: ['License', 'Licenses', 'License(s)', 'Licence', 'Licences', 'Licence(s)', 'Seat', 'Seats'],
  employeeId: ['Employee ID', 'Employee Number', 'Employee No'],
  userType: ['User Type', 'Account Type'],
};
