// Each class starts a whole system; two at once would compete for two cores and measure only that.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
