/** Functions of Spark that are no functions of a row, by why. */
const REFUSED: readonly (readonly [why: string, names: string])[] = [
  [
    'the aggregate',
    `any any_value approx_count_distinct approx_percentile approx_top_k array_agg avg bit_and bit_or bit_xor bool_and bool_or collect_list collect_set corr count
    count_if count_min_sketch covar_pop covar_samp every first first_value grouping grouping_id histogram_numeric kurtosis last last_value listagg max max_by mean
    median min min_by mode percentile percentile_approx percentile_cont percentile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx
    regr_sxy regr_syy schema_of_variant_agg skewness some std stddev stddev_pop stddev_samp string_agg sum try_avg try_sum var_pop var_samp variance`,
  ],
  [
    'the window function',
    'cume_dist dense_rank lag lead nth_value ntile percent_rank rank row_number session_window window window_time',
  ],
  [
    'the generator',
    'explode explode_outer inline inline_outer json_tuple posexplode posexplode_outer stack variant_explode variant_explode_outer',
  ],
  [
    'a function that answers differently at each run,',
    `curdate current_catalog current_database current_date current_schema current_time current_timestamp current_user input_file_name localtimestamp
    monotonically_increasing_id now rand randn random randstr session_user shuffle spark_partition_id uniform user uuid version`,
  ],
  ['a call of Java,', 'java_method reflect try_reflect'],
];

/** What to call a function that is not done here, for the refusal. */
export function describeRefused(name: string): string {
  const found = REFUSED.find(([, names]) => names.split(/\s+/).includes(name));
  return `${found?.[0] ?? 'the function'} ${name}`;
}
