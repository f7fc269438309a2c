// Errors of the file system in words that a user can act on.

/** Why a file or folder could not be read, to stand after its name */
export function causeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  switch (code) {
    case 'ENOENT':
      return 'it does not exist'
    case 'EACCES':
    case 'EPERM':
      return 'permission was denied'
    case 'ENOTDIR':
      return 'a part of its path is not a folder'
    case 'ELOOP':
      return 'it is a symbolic link'
    case '':
      return error instanceof Error ? error.message : String(error)
    default:
      return code
  }
}
