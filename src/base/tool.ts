// What this program calls itself. The version is that of package.json; a test holds the two together.

export const TOOL = { name: 'netpol-preflight', version: '0.1.0' } as const
