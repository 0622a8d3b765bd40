/** What only this computer's window remembers, and may forget. */
export function kept(name: string): boolean {
  return localStorage.getItem(name) === "true";
}
