// Names of all scripts, and what a program could take for its own language.
export const names = [
  'Zoë Ångström',
  'Nguyễn Thị Ánh',
  'Ольга Иванова',
  'Αλέξανδρος',
  'محمد عبد الله',
  'علی\u200Cرضا',
  'דוד (דודי) כהן',
  '王小明',
  '田中さくら',
  '김철수',
  'Jose\u0301 ✓',
  'evil\u202Etxt.exe',
  'tab\there\u0000',
  '\u{1F9D1} \u{1CFFF}',
];
export const markup = `R&D <b>"Q&A"</b> 'x' ]]> \\(odd)`;
