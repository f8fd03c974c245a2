// everything works without this
export {};
