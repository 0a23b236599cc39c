/**
 * What a page of the app may do, from a hub and in the desktop app alike: run and show only what came with it, and talk
 * to hubs at any address, since a hub may move. Message texts are hostile; none of them may become code.
 */
export const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // The hash is that of React Aria's one rule for what can be pressed (`touch-action`); axe sees when it changes.
  "style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self' ws: wss: http: https:",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types understory'
].join('; ')
