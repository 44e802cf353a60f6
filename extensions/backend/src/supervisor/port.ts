/** Whether something can listen on it; 0, "any free one", is none. */
export const isPort = (port: number): boolean => Number.isInteger(port) && port > 0 && port < 65536
