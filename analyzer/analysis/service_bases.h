// Which remote service does a type implement? Told by the base that a code generator made for it.
#pragma once

#include <string_view>

namespace assay {

// The service's name, as the generators of gRPC write bases; empty: it is no such base.
//   Go pb.UnimplementedCartServer  Python pb2_grpc.CartServicer  Java CartGrpc.CartImplBase  C# Cart.CartBase
std::string_view served_by_base(std::string_view base);

}  // namespace assay
