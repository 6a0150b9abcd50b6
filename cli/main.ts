#!/usr/bin/env -S node --max-semi-space-size=4
// Starts the program for whoever still calls it by the path that it had before `cli/access-review.js`.
// oxlint-disable-next-line import/no-unassigned-import -- it is a program, and gives nothing
import './access-review.js';
