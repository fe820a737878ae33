/**
 * What the worker uses of its global scope: this much a test must bring. Types only; nothing
 * imports this file when it runs, so it is no part of the stamped worker.
 *
 * @typedef {object} Scope
 * @property {{ origin: string }} location
 * @property {{ languages: readonly string[] }} navigator
 * @property {Stores} caches
 * @property {{ claim(): Promise<void>, matchAll(options: object): Promise<readonly Window[]> }} clients
 * @property {{ installing: unknown, waiting: unknown, unregister(): Promise<boolean> }} registration
 * @property {(url: string | Request, init?: RequestInit) => Promise<Response>} fetch
 * @property {() => Promise<void>} skipWaiting
 * @property {(done: () => void, milliseconds: number) => unknown} setTimeout
 * @property {(timer: any) => void} clearTimeout
 * @property {Listen} addEventListener
 *
 * @typedef {{ url: string, navigate(url: string): Promise<unknown> }} Window one that this worker serves
 *
 * @typedef {Pick<CacheStorage, 'has' | 'keys' | 'delete'> & { open(name: string): Promise<Store> }} Stores
 * @typedef {Pick<Cache, 'match' | 'put' | 'keys'>} Store
 *
 * @typedef {{ waitUntil(work: Promise<unknown>): void }} Lasting an event that the worker is kept alive for
 * @typedef {Lasting & { addRoutes?: (rules: object[]) => Promise<void> }} InstallEvent
 * @typedef {Lasting & { request: Request, respondWith(answer: Promise<Response>): void }} FetchEvent
 * @typedef {Lasting & { data: any, ports: readonly MessagePort[] }} MessageEvent
 *
 * @typedef {{
 *   (type: 'install', listener: (event: InstallEvent) => void): void,
 *   (type: 'activate', listener: (event: Lasting) => void): void,
 *   (type: 'message', listener: (event: MessageEvent) => void): void,
 *   (type: 'fetch', listener: (event: FetchEvent) => void): void,
 * }} Listen
 */
export {};
