/** The page Bản đồ. */
import { startSmallMap } from "./small_map";

export async function startMapPage(place: HTMLElement): Promise<void> {
  await startSmallMap(place);
}
