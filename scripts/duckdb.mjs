// The peer of make bench for CSV: DuckDB reads the file, parses the four times and counts by unit, on one thread.
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const require = createRequire(fileURLToPath(new URL('../.cache/duckdb/', import.meta.url)))
const { DuckDBInstance } = require('@duckdb/node-api')

const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
const stars = Array.from({ length: 5 }, (_, i) => `count(*) filter (评星 = '${i + 1}')`).join(', ')
const rows = await connection.runAndReadAll(`
  select 承办单位, count(*), count(*) filter (工单状态 = '已办结'), count(*) filter (满意度 in ('满意', '基本满意')),
    count(*) filter (是否有效回访 = '是'), ${stars},
    sum(epoch(派单时间) - epoch(受理时间)), sum(epoch(反馈时间) - epoch(派单时间)), sum(epoch(办结时间) - epoch(派单时间))
  from read_csv('${process.argv[2]}', header = true, types = {
    '诉求编号': 'VARCHAR', '联系电话': 'VARCHAR', '评星': 'VARCHAR',
    '受理时间': 'TIMESTAMP', '派单时间': 'TIMESTAMP', '反馈时间': 'TIMESTAMP', '办结时间': 'TIMESTAMP'
  })
  group by 承办单位`)
console.log(rows.getRows().length)
