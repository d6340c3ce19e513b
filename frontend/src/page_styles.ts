/** The styles of single pages; imported after those of all pages. */
import.meta.glob("./styles/pages/*.css", { eager: true });
