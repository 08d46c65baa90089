mod oracles;
mod reference;
