package sheet

import (
	"strings"

	"artel/base/act"
	"artel/base/again"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/goods"
)

// sheet is one sheet that can be taken in.
type sheet struct {
	name    string
	also    string // other names, Chinese among them, parted by bars
	columns []column
	take    func(r *reader) (again.Outcome, []fault.Problem, error)
	stock   func(r *reader) ([]goods.Row, error) // in its place: rows that move stock, taken day by day over all such sheets
	after   bool                                 // taken after those, because it is about what they brought: bills and payments
}

// column is one column of a sheet.
type column struct {
	name string
	also string
	opt  bool // the sheet may do without it
}

// sheets stand in the order in which they build on each other.
var sheets = []sheet{
	{"unit", "co-operative|cooperative|单位|合作社", []column{
		{"field", "item|项目|栏目", false}, {"value", "值|内容", false},
	}, takeUnit, nil, false},
	{"charter", "rules|章程|社章", []column{
		{"rule", "规则|条款名", false}, {"value", "值|内容", false}, {"clause", "article|条款|条", true},
	}, takeCharter, nil, false},
	{"reference_wages", "reference wages|参考工资|对比工资|国营工资", []column{
		{"year", "年|年度", false}, {"trade", "行业", false}, {"grade", "等级|级别", false}, {"annual_wage", "wage|年工资|全年工资", false},
	}, takeWages, nil, false},
	{"members", "member register|社员|社员名册|成员", []column{
		{"no", "number|编号|社员号|号码", false}, {"name", "姓名|名字", false}, {"sex", "性别", true}, {"born", "year of birth|出生|出生年", true},
		{"standing", "身份|类别", false}, {"grade", "等级|级别", false}, {"joined", "入社|入社日期", false}, {"left", "退社|退社日期", true},
	}, takeMembers, nil, false},
	{"shares", "share register|股金", []column{
		{"date", "日期", false}, {"member", "社员|社员号", false}, {"kind", "种类|类别", false}, {"amount", "金额", false},
	}, takeShares, nil, false},
	{"tools", "tool register|工具|工具登记", []column{
		{"no", "number|编号|工具号", false}, {"member", "社员|社员号", false}, {"tool", "name|工具|名称", false}, {"appraised", "value|评价|作价|估价", false},
		{"taken_over", "date|归社日期|接收日期", false}, {"discount_pct", "discount|折扣|折价率", false}, {"instalments", "期数|分期", false}, {"life_years", "life|使用年限|年限", false},
	}, takeTools, nil, false},
	{"rates", "piece rates|工价|计件单价", []column{
		{"operation", "工序|活路", false}, {"unit", "per|单位", true}, {"quality", "质量|等级", false}, {"rate", "单价|工价", false}, {"norm_per_hour", "norm|定额|每小时定额", true},
	}, takeRates, nil, false},
	{"goods", "cards|product cards|materials and products|物品卡|产品卡|材料卡", []column{
		{"item", "name|名称|品名", false}, {"kind", "种类|类别", false}, {"unit", "per|单位", true}, {"specification", "spec|规格|要求", true}, {"sizes", "尺寸", true},
		{"grades", "等级", true}, {"converts", "换算", true}, {"sample", "样品", true}, {"minimum", "最低库存|最低储备", true},
	}, takeCards, nil, false},
	{"craftsmen", "unorganised craftsmen|individual craftsmen|个体手工业者|手工业者名册", []column{
		{"name", "姓名|名称", false}, {"kind", "种类|类别", true}, {"trade", "行业", false}, {"place", "地点|村|街", false}, {"hands", "人数|劳动力", true}, {"hired", "雇工", true}, {"apprentices", "学徒", true},
		{"slack", "slack months|淡季|淡季月份", true}, {"needs", "short of|需要|缺什么", true},
	}, takeCraftsmen, nil, false},
	{"suppliers", "supplier|供应单位名册|供应商", []column{
		{"name", "名称", false}, {"kind", "种类|类别", false}, {"place", "地点|所在地", true}, {"local", "本地", true}, {"credit_days", "credit|赊账天数", true},
	}, takeSuppliers, nil, false},
	{"purchase_orders", "orders to suppliers|采购订单|订购", []column{
		{"no", "number|编号|订单号", false}, {"date", "日期", false}, {"supplier", "供应单位|供应商", false}, {"item", "material|材料|名称", false}, {"grade", "等级", true},
		{"quantity", "数量", false}, {"unit", "per|单位", true}, {"price", "单价", false}, {"due", "交期|期限", true},
	}, takePurchaseOrders, nil, false},
	{"receipts", "receipt|收料|入库", []column{
		{"date", "日期", false}, {"order", "订单|订单号", true}, {"supplier", "供应单位|供应商", true}, {"item", "material|材料|名称", false}, {"grade", "等级", true},
		{"quantity", "数量", false}, {"unit", "per|单位", true}, {"price", "单价", true}, {"store", "仓库", true},
	}, nil, stockReceipts, false},
	{"supplier_bills", "bills|进货账单|供应商账单", []column{
		{"date", "日期", false}, {"supplier", "供应单位|供应商", false}, {"their_no", "bill|账单号|发票号", true}, {"amount", "金额", true},
	}, takeBills, nil, true},
	{"supplier_payments", "payments to suppliers|付供应商|付款", []column{
		{"date", "日期", false}, {"supplier", "供应单位|供应商", false}, {"amount", "金额", false}, {"note", "备注", true},
	}, takeSupplierPayments, nil, true},
	{"recipes", "recipe|配方|用料定额", []column{
		{"product", "产品", false}, {"way", "方法|做法", true}, {"makes", "产量", true}, {"kind", "种类|类别", false}, {"item", "名称|材料|工序", false},
		{"quantity", "数量", false}, {"waste_pct", "waste|损耗|损耗率", true}, {"value", "单值|价值", true},
	}, takeRecipes, nil, false},
	{"openings", "opening stock|期初库存|开始库存", []column{
		{"date", "日期", false}, {"item", "material|名称|材料", false}, {"grade", "等级", true}, {"quantity", "数量", false}, {"unit", "per|单位", true},
		{"value", "amount|金额|价值", false}, {"store", "仓库", true}, {"owner", "来料单位", true},
	}, nil, stockOpenings, false},
	{"tasks", "task|任务|派工", []column{
		{"no", "number|编号|任务号", false}, {"date", "日期", false}, {"product", "产品", false}, {"quantity", "数量", false}, {"due", "交期|期限", true}, {"way", "方法|做法", true},
		{"member", "社员|社员号", true}, {"makers", "分工", true}, {"owner", "customer|来料单位|客户", true}, {"order", "订单|订单号", true}, {"note", "备注", true},
	}, takeTasks, nil, false},
	{"issues", "issue|发料|领料", []column{
		{"date", "日期", false}, {"task", "任务|任务号", false}, {"material", "item|材料|原料", false}, {"quantity", "数量", false}, {"unit", "per|单位", true},
		{"grade", "等级", true}, {"store", "仓库", true}, {"owner", "来料单位", true},
	}, nil, stockIssues, false},
	{"returns", "return|退料", []column{
		{"date", "日期", false}, {"task", "任务|任务号", false}, {"material", "item|材料|原料", false}, {"quantity", "数量", false}, {"unit", "per|单位", true},
		{"grade", "等级", true}, {"store", "仓库", true}, {"owner", "来料单位", true},
	}, nil, stockReturns, false},
	{"acceptances", "acceptance|验收|收成品|收货", []column{
		{"date", "日期", false}, {"task", "任务|任务号", false}, {"grade", "quality|等级|质量", false}, {"quantity", "数量", false}, {"reason", "原因", true},
		{"hours", "工时|小时", true}, {"store", "仓库", true},
	}, nil, stockAcceptances, false},
	{"transfers", "transfer|移库|调拨", []column{
		{"date", "日期", false}, {"item", "名称|品名", false}, {"grade", "等级", true}, {"quantity", "数量", false}, {"unit", "per|单位", true},
		{"from", "从|发出仓库", true}, {"to", "到|收入仓库", false}, {"owner", "来料单位", true},
	}, nil, stockTransfers, false},
	{"counts", "store counts|stocktake|盘点", []column{
		{"date", "日期", false}, {"item", "名称|品名", false}, {"grade", "等级", true}, {"quantity", "数量", false}, {"unit", "per|单位", true},
		{"value", "amount|金额|价值", true}, {"store", "仓库", true}, {"owner", "来料单位", true},
	}, nil, stockCounts, false},
	{"customers", "customer|客户|购货单位名册", []column{
		{"name", "名称", false}, {"kind", "种类|类别", false}, {"place", "地点|所在地", true}, {"local", "本地", true}, {"credit_days", "credit|赊账天数", true},
	}, takeCustomers, nil, false},
	{"prices", "price list|价目表|价格表", []column{
		{"product", "产品", false}, {"grade", "等级", true}, {"customer_kind", "客户类别", true}, {"price", "单价|价格", false}, {"from_month", "起始月", true}, {"to_month", "终止月", true},
	}, takePrices, nil, false},
	{"sale_orders", "orders|customer orders|销售订单|订货", []column{
		{"no", "number|编号|订单号", false}, {"date", "日期", false}, {"customer", "客户|购货单位", false}, {"kind", "种类|类别", true}, {"product", "产品", false}, {"grade", "等级", true},
		{"quantity", "数量", false}, {"price", "单价", true}, {"why", "原因", true}, {"due", "交期|期限", true},
	}, takeSaleOrders, nil, false},
	{"deliveries", "delivery|发货|交货", []column{
		{"date", "日期", false}, {"order", "订单|订单号", true}, {"customer", "客户|购货单位", true}, {"product", "产品", false}, {"grade", "等级", true},
		{"quantity", "数量", false}, {"price", "单价", true}, {"store", "仓库", true},
	}, nil, stockDeliveries, false},
	{"customer_bills", "sale bills|销售账单|客户账单", []column{
		{"date", "日期", false}, {"customer", "客户|购货单位", false},
	}, takeCustomerBills, nil, true},
	{"customer_payments", "payments of customers|客户付款|收款", []column{
		{"date", "日期", false}, {"customer", "客户|购货单位", false}, {"amount", "金额", false}, {"note", "备注", true},
	}, takeCustomerPayments, nil, true},
	{"work", "work records|工作|劳动记录|做工", []column{
		{"date", "日期", false}, {"member", "社员|社员号", false}, {"operation", "工序|活路", false}, {"quantity", "数量", false},
		{"quality", "质量|等级", false}, {"hours", "工时|小时", true},
	}, takeWork, nil, false},
	{"purchases", "采购|购料|进货", []column{
		{"date", "日期", false}, {"supplier", "供应单位|供应商", false}, {"supplier_kind", "供应单位类别|供应商类别", true}, {"material", "材料|原料", false},
		{"quantity", "数量", false}, {"unit", "per|单位", true}, {"amount", "金额", false},
	}, takePurchases, nil, false},
	{"stock", "stocks|库存|盘存", []column{
		{"date", "日期", false}, {"kind", "种类|类别", false}, {"amount", "金额", false},
	}, takeStock, nil, false},
	{"sales", "销售|销货", []column{
		{"date", "日期", false}, {"customer", "客户|购货单位", false}, {"customer_kind", "客户类别", true}, {"order_kind", "订货类别|销售方式", false},
		{"product", "产品", false}, {"quality", "质量|等级", true}, {"quantity", "数量", false}, {"amount", "金额", false},
	}, takeSales, nil, false},
	{"measures", "member measures|社员指标|指标", []column{
		{"year", "年|年度", false}, {"member", "社员|社员号", false}, {"name", "measure|名称|指标名", false}, {"value", "值|数值", false},
	}, takeMeasures, nil, false},
	{"expenses", "费用|开支", []column{
		{"date", "日期", false}, {"kind", "种类|类别", false}, {"amount", "金额", false},
	}, takeExpenses, nil, false},
}

// sheetNames is each sheet's name by every name it goes by, folded.
var sheetNames = func() map[string]string {
	by := map[string]string{}
	for _, s := range sheets {
		for alias := range strings.SplitSeq(s.name+"|"+s.also, "|") {
			by[fold(alias)] = s.name
		}
	}
	return by
}()

// fold is a name as it is compared: "Taken over " is taken_over.
func fold(name string) string {
	name = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))
	return strings.NewReplacer(" ", "_", "-", "_", "　", "_").Replace(name)
}

func names() string {
	list := make([]string, len(sheets))
	for i, s := range sheets {
		list[i] = s.name
	}
	return strings.Join(list, ", ")
}

// ColumnHelp says what a column is called.
type ColumnHelp struct {
	Sheet    string `json:"sheet"`
	Column   string `json:"column"`
	Also     string `json:"also"`
	Required bool   `json:"required"`
}

// Columns are all sheets and columns.
func Columns(_ *db.Tx, _ act.Nothing) (list []ColumnHelp, err error) {
	for _, s := range sheets {
		for _, c := range s.columns {
			list = append(list, ColumnHelp{s.name, c.name, strings.ReplaceAll(c.also, "|", ", "), !c.opt})
		}
	}
	return list, nil
}
