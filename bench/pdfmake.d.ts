// The package brings no types; these are the parts that the comparison uses.
declare module 'pdfmake' {
  interface Drawn {
    getBuffer(): Promise<Buffer>;
  }
  interface Pdfmake {
    setUrlAccessPolicy(isAllowed: (url: string) => boolean): void;
    setLocalAccessPolicy(isAllowed: (path: string) => boolean): void;
    setFonts(fonts: Readonly<Record<string, Readonly<Record<string, string>>>>): void;
    createPdf(definition: object): Drawn;
  }
  const pdfmake: Pdfmake;
  export default pdfmake;
}
