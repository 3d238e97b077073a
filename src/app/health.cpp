#include "app/health.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <utility>
#include <vector>

namespace depeche {
namespace {

using labels = std::vector<std::pair<std::string, std::string>>;

class family {
 public:
  family(std::string name, std::string help, prometheus::MetricType type) {
    made_.name = std::move(name);
    made_.help = std::move(help);
    made_.type = type;
  }
  void add(const labels& named, double value) {
    prometheus::ClientMetric metric;
    for (const auto& [label, text] : named) {
      prometheus::ClientMetric::Label l;
      l.name = label;
      l.value = text;
      metric.label.push_back(std::move(l));
    }
    if (made_.type == prometheus::MetricType::Counter) metric.counter.value = value;
    else metric.gauge.value = value;
    made_.metric.push_back(std::move(metric));
  }
  prometheus::MetricFamily take() { return std::move(made_); }

 private:
  prometheus::MetricFamily made_;
};

}  // namespace

std::string health::metrics(const parts& p) const {
  using prometheus::MetricType;
  family callbacks("depeche_callbacks_total", "Callbacks by account and outcome", MetricType::Counter);
  family refusals("depeche_callback_refusals_total", "Refused callbacks by account and reason", MetricType::Counter);
  for (const auto& handler : p.callbacks) {
    const callback_counts& c = handler->counts();
    const auto add = [&](std::string outcome, std::uint64_t value) {
      callbacks.add({{"account", handler->name()}, {"outcome", std::move(outcome)}}, static_cast<double>(value));
    };
    add("verified", c.verified);
    add("handled", c.handled);
    add("repeated", c.repeated);
    add("late", c.late);
    add("failed", c.failed);
    for (const auto& [why, count] : c.refused)
      refusals.add({{"account", handler->name()}, {"reason", std::string(name(why))}}, static_cast<double>(count));
  }
  family deliveries("depeche_deliveries_total", "Deliveries settled since start, by state", MetricType::Counter);
  const delivery_statistics sent = p.push->statistics();
  deliveries.add({{"state", "sent"}}, static_cast<double>(sent.sent));
  deliveries.add({{"state", "failed"}}, static_cast<double>(sent.failed));
  deliveries.add({{"state", "unknown"}}, static_cast<double>(sent.unknown));
  family commits("depeche_database_commits_total", "Committed groups of writes", MetricType::Counter);
  family jobs("depeche_database_jobs_total", "Write jobs in committed groups", MetricType::Counter);
  const auto stats = p.db->stats();
  commits.add({}, static_cast<double>(stats.groups));
  jobs.add({}, static_cast<double>(stats.jobs));
  family ready("depeche_ready", "1 when the bot answers", MetricType::Gauge);
  ready.add({}, ready_ ? 1 : 0);

  std::vector<prometheus::MetricFamily> all;
  for (family* f : {&callbacks, &refusals, &deliveries, &commits, &jobs, &ready}) all.push_back(f->take());
  return prometheus::TextSerializer().Serialize(all);
}

}  // namespace depeche
