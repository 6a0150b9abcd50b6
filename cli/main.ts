#!/usr/bin/env -S node --max-semi-space-size=4
// Stands where the program was started from before `cli/access-review.js`, for whoever calls it by this path.
// oxlint-disable-next-line import/no-unassigned-import -- it is a program, and gives nothing
import './access-review.js';
