const model = "it needs a language model";
const shapes = "geometric shapes are not supported";
const grids = "geographic grids are not supported";
const vectors = "vectors are not supported";
const histograms = "histograms are not supported";
const metrics = "time series are not supported";
const ranges = "ranges are not supported";

/** Functions of Elasticsearch that are known and cannot run here, lower case, with why not. */
export const refusedFunctions: ReadonlyMap<string, string> = new Map([
  ...each("score", "relevance is not computed"),
  ...each("decay", "relevance is not computed"),
  ...each("top_snippets extract_snippets highlight", "it needs the relevance of a text search"),
  ...each("embedding text_embedding embed_text completion", model),
  ...each("knn v_cosine v_dot_product v_hamming v_l1_norm v_l2_norm v_magnitude to_dense_vector", vectors),
  ...each("categorize", "log categories come from a learned analysis"),
  ...each("chunk", "it splits text by the rules of an inference endpoint"),
  ...each("multi_match", "searching several fields by relevance is not supported"),
  ...each("trange tstep", "it takes its bounds from the request, not from the query"),
  ...each("st_geohash st_geohex st_geotile st_geohash_to_long st_geohash_to_string", grids),
  ...each("st_geohex_to_long st_geohex_to_string st_geotile_to_long st_geotile_to_string", grids),
  ...each("to_geohash to_geohex to_geotile", grids),
  ...each("st_contains st_disjoint st_intersects st_within st_envelope st_xmax st_xmin st_ymax st_ymin", shapes),
  ...each(
    "st_npoints st_geometrytype st_isempty st_dimension st_simplify st_buffer st_centroid_agg st_extent_agg",
    shapes,
  ),
  ...each("to_geoshape to_cartesianpoint to_cartesianshape", shapes),
  ...each("to_aggregate_metric_double to_aggregatemetricdouble to_exponential_histogram to_tdigest", histograms),
  ...each("to_counter to_gauge rate irate increase delta idelta deriv", metrics),
  ...each("to_date_range to_range range_contains range_intersects range_max range_min range_within in_range", ranges),
  ...each("field_extract", "reading fields by computed names is not supported"),
]);

function each(names: string, reason: string): [string, string][] {
  return names.split(" ").map((name) => [name, reason]);
}
