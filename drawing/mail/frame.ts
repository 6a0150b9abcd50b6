// The HTML around every mail: one head, one face, one column. Mail programs follow inline styles and tables, little else.
import { escaped } from './escaped.ts';

const font = 'font-family:Segoe UI,Helvetica,Arial,sans-serif';
/** A digest or an address is longer than a telephone is wide: it breaks anywhere. */
const line = 'font-size:14px;line-height:20px;color:#1c2430;overflow-wrap:anywhere;word-break:break-word';

/** Inline styles of what stands in a mail. */
export const inlineStyles = {
  band: `${font};font-size:18px;line-height:24px;font-weight:bold;color:#ffffff`,
  cell: `${font};${line};padding:4px 0;border-bottom:1px solid #ccd3db`,
  foot: `${font};font-size:12px;line-height:18px;color:#5c6978;margin:20px 0 0 0`,
  heading: `${font};font-size:16px;line-height:22px;color:#174066;margin:20px 0 6px 0`,
  line: `${font};${line}`,
  paragraph: `${font};${line};margin:0 0 8px 0`,
  title: `${font};font-size:20px;line-height:26px;color:#174066;margin:0 0 12px 0`,
} as const;

/** A short mail: its content as the mail program sets it. */
export function plainHtml(title: string, content: readonly string[]): string {
  return [`${head(title)}<body style="background-color:#ffffff">`, ...content, '</body></html>'].join('\n');
}

/** A mail below its title in a column. Outlook lays out with Word: a table is what it and Gmail both follow. */
export function columnHtml(title: string, content: readonly string[]): string {
  return [
    head(title),
    '<body style="margin:0;padding:0;background-color:#ffffff">',
    '<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:600px;max-width:100%"><tr><td style="padding:16px">',
    `<h1 style="${inlineStyles.title}">${escaped(title)}</h1>`,
    ...content,
    '</td></tr></table></body></html>',
  ].join('\n');
}

function head(title: string): string {
  // `color-scheme` says that these are the colours of a light page: otherwise a program that shows pages dark may
  // change the text or the ground alone.
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light"><title>${escaped(title)}</title></head>`;
}
