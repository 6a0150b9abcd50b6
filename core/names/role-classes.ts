// The two classes of roles: a privileged one needs a decision of its own in every review.
export const roleClasses = ['privileged', 'ordinary'] as const;

export type RoleClass = (typeof roleClasses)[number];
