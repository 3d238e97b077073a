// Bytes that were read and not used yet, contiguous, as a parser wants them.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace depeche {

class input_buffer {
 public:
  // Small while a connection is idle; as large as a TLS record while a body comes in.
  static constexpr std::size_t small = 4 * 1024;
  static constexpr std::size_t large = 16 * 1024;

  // Valid until space() or shrink().
  std::string_view bytes() const { return {data_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }

  void consume(std::size_t n) {
    begin_ += n;
    if (begin_ == end_) begin_ = end_ = 0;
  }

  // Room for more, at least a byte: what is unused grows the buffer.
  std::span<char> space(std::size_t wanted = small) {
    if (begin_ > 0) move_to(data_, capacity_);
    if (end_ == capacity_ || capacity_ < wanted) resize(std::max(wanted, end_ == capacity_ ? 2 * capacity_ : capacity_));
    return {data_.get() + end_, capacity_ - end_};
  }
  void commit(std::size_t n) { end_ += n; }

  void shrink() {
    if (capacity_ > small && end_ - begin_ <= small) resize(small);
  }

 private:
  void resize(std::size_t capacity) {
    auto fresh = std::make_unique_for_overwrite<char[]>(capacity);
    move_to(fresh, capacity);
    data_ = std::move(fresh);
  }
  void move_to(std::unique_ptr<char[]>& target, std::size_t capacity) {
    const auto n = end_ - begin_;
    if (n > 0) std::memmove(target.get(), data_.get() + begin_, n);
    begin_ = 0;
    end_ = n;
    capacity_ = capacity;
  }

  std::unique_ptr<char[]> data_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace depeche
